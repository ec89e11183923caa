import {
  actionSecretStep,
  credentialsStep,
  developmentFileStep,
  otherClientIdStep,
  pushStep,
} from "./deployment-steps.ts";
import type { SetupOptions } from "./options.ts";
import type { Setting } from "./setting.ts";
import type { Step } from "./steps.ts";
import {
  corsOriginSteps,
  homePageStep,
  permissionStep,
  redirectUriStep,
  webhookStep,
} from "./workos-steps.ts";

/**
 * What is to be done, in an order in which each step can be the last: what a later one relies on is
 * there, and another run does the rest.
 */
export function planSteps(setting: Setting, options: SetupOptions): Step[] {
  const { isProduction, project } = setting.target;
  const { hasComponent } = project.backend;
  return [
    credentialsStep(setting),
    ...otherClientIdStep(setting),
    ...(isProduction ? [] : [developmentFileStep(setting)]),
    // Before the redirect URIs, from which another run sees that it is set.
    homePageStep(setting, options),
    redirectUriStep(setting),
    ...corsOriginSteps(setting),
    ...(project.config.roles ? [permissionStep(setting)] : []),
    ...(isProduction ? [] : [pushStep(setting)]),
    ...(hasComponent ? [webhookStep(setting), ...actionSecretStep(setting)] : []),
  ];
}

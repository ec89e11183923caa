import { AsyncLocalStorage } from "node:async_hooks";
import type { Value, ValidatorJSON } from "convex/values";
import { udfTypeOf, type RegisteredFunction } from "./analyze.ts";
import { FunctionError } from "./function-failure.ts";
import type { ModuleNamespace } from "./module-bundle.ts";
import { validationError } from "./validator.ts";

/** The function that is running: the innermost one when functions call each other. */
export const runningFunction = new AsyncLocalStorage<{
  componentPath: string;
  isAction: boolean;
}>();

/** The request that an HTTP action serves. */
export const httpRequest = new AsyncLocalStorage<Request>();

/**
 * A pushed module as convex-test runs it: each function checks its own arguments and return value.
 *
 * convex-test's own checks word their errors differently, know no `v.record` and look at a
 * mutation's return value only after its writes are committed.
 */
export function wrapFunctions(namespace: ModuleNamespace, componentPath: string): ModuleNamespace {
  return Object.fromEntries(
    Object.entries(namespace).map(([name, exported]) => {
      if (udfTypeOf(exported))
        return [name, wrapFunction(exported as RegisteredFunction, componentPath)];
      return [name, isRouter(exported) ? wrapRouter(exported, componentPath) : exported];
    }),
  );
}

function wrapFunction(registered: RegisteredFunction, componentPath: string): RegisteredFunction {
  const { isQuery, isMutation, isAction } = registered;
  const args = parseValidator(registered.exportArgs?.());
  const returns = parseValidator(registered.exportReturns?.());
  const handler = handlerOf(registered);
  return {
    isQuery,
    isMutation,
    isAction,
    exportArgs: () => '{"type":"any"}',
    exportReturns: () => "null",
    _handler: (ctx, given) =>
      runningFunction.run({ componentPath, isAction: isAction === true }, async () => {
        refuse("ArgumentValidationError", args, given as Value);
        const returned = (await handler(ctx, given)) as Value | undefined;
        refuse("ReturnsValidationError", returns, returned ?? null);
        return returned;
      }),
  };
}

function refuse(name: string, validator: ValidatorJSON | null, value: Value): void {
  const error = validator && validationError(validator, value);
  if (error) throw new FunctionError(`${name}: ${error}`);
}

function parseValidator(exported: string | undefined): ValidatorJSON | null {
  return exported === undefined ? null : (JSON.parse(exported) as ValidatorJSON | null);
}

type Handler = (ctx: unknown, args: unknown) => unknown;

/** Components may bundle a `convex` that is older than `_handler`: there the function is callable. */
function handlerOf(registered: RegisteredFunction): Handler {
  return registered._handler ?? (registered as Handler);
}

type Router = {
  isRouter: true;
  lookup(path: string, method: string): [RegisteredFunction, string, string] | null;
};

function isRouter(exported: unknown): exported is Router {
  return typeof exported === "object" && exported !== null && "isRouter" in exported;
}

const noRoute: Handler = () => new Response("No matching routes found", { status: 404 });

/** convex-test hands HTTP actions a request to a made-up host: give them the one that came in. */
function wrapRouter(router: Router, componentPath: string): Pick<Router, "lookup"> {
  return {
    lookup(path, method) {
      const route = router.lookup(path, method);
      if (!route) return [{ _handler: noRoute }, path, method];
      const [action, ...rest] = route;
      const handler: Handler = (ctx, request) =>
        runningFunction.run({ componentPath, isAction: true }, () =>
          handlerOf(action)(ctx, httpRequest.getStore() ?? request),
        );
      return [{ _handler: handler }, ...rest];
    },
  };
}

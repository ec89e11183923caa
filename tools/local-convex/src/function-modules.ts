import { AsyncLocalStorage } from "node:async_hooks";
import { randomInt } from "node:crypto";
import type { Value, ValidatorJSON } from "convex/values";
import { udfTypeOf, type RegisteredFunction } from "./analyze.ts";
import { FunctionError } from "./function-outcome.ts";
import { functionScope, seededRandom } from "./function-scope.ts";
import type { ModuleBundle, ModuleNamespace } from "./module-bundle.ts";
import { validationError } from "./validator.ts";

/** Where each component keeps what serves its HTTP routes; no client can name it. */
export const HTTP_FUNCTION = "_http:serve";

/** An HTTP request on its way through the engine, which passes only values of Convex. */
export const httpExchange = new AsyncLocalStorage<{
  request: Request;
  /** The path below the one where the component is mounted. */
  route: string;
  response?: Response;
}>();

/** Loads a component's modules as convex-test runs them, each when it is first used. */
export function functionModules(bundle: ModuleBundle, componentPath: string) {
  const loaded = new Map<string, Promise<ModuleNamespace>>();
  async function load(path: string): Promise<ModuleNamespace> {
    const file = path === "_http" ? "http.js" : `${path}.js`;
    const namespace = await bundle.load(file);
    const exports = path === "_http" ? { serve: httpFunction(namespace) } : namespace;
    const functions = Object.entries(exports).filter(([, exported]) => udfTypeOf(exported));
    const process = bundle.processOf(file);
    const wrap = (exported: unknown) =>
      wrapFunction(exported as RegisteredFunction, componentPath, process);
    return Object.fromEntries(functions.map(([name, exported]) => [name, wrap(exported)]));
  }
  return (path: string) => {
    let module = loaded.get(path);
    if (!module) loaded.set(path, (module = load(path)));
    return module;
  };
}

/**
 * A function that checks its own arguments and return value and runs in a scope of its own.
 *
 * convex-test's own checks word their errors differently, know no `v.record` and look at a
 * mutation's return value only after its writes are committed.
 */
function wrapFunction(
  registered: RegisteredFunction,
  componentPath: string,
  process: object,
): RegisteredFunction {
  const checkArgs = checker("ArgumentValidationError", registered.exportArgs?.());
  const checkReturned = checker("ReturnsValidationError", registered.exportReturns?.());
  const handler = handlerOf(registered);
  return {
    ...registered,
    exportArgs: () => '{"type":"any"}',
    exportReturns: () => "null",
    _handler: (ctx, given) => {
      const isAction = registered.isAction === true;
      const frozen = { now: Date.now(), random: seededRandom(randomInt(2 ** 32)) };
      const scope = { componentPath, process, isAction, ...(isAction ? {} : frozen) };
      return functionScope.run(scope, async () => {
        checkArgs(given as Value);
        const returned = (await handler(ctx, given)) as Value | undefined;
        checkReturned(returned ?? null);
        return returned;
      });
    },
  };
}

/** Throws a {@link FunctionError} for what a validator, as functions export it, does not allow. */
function checker(name: string, exported = "null"): (value: Value) => void {
  const validator = JSON.parse(exported) as ValidatorJSON | null;
  return (value) => {
    const error = validator && validationError(validator, value);
    if (error) throw new FunctionError(`${name}: ${error}`);
  };
}

// Components may bundle a `convex` that is older than `_handler`: there the function is callable.
function handlerOf(registered: RegisteredFunction) {
  return registered._handler ?? (registered as NonNullable<typeof registered._handler>);
}

type Router = { lookup(path: string, method: string): [RegisteredFunction, ...unknown[]] | null };

/** The action that serves a request with the component's `http.ts`. */
function httpFunction({ default: router }: ModuleNamespace): RegisteredFunction {
  const serve = async (ctx: unknown) => {
    const exchange = httpExchange.getStore();
    if (!exchange) throw new Error("There is no request to serve.");
    const [action] = (router as Router).lookup(exchange.route, exchange.request.method) ?? [];
    exchange.response = action
      ? ((await handlerOf(action)(ctx, exchange.request)) as Response)
      : new Response("No matching routes found", { status: 404 });
    return null;
  };
  return { isAction: true, _handler: serve };
}

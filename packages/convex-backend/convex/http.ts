import { httpRouter } from "convex/server";
import { answerAction } from "./actionRoute";
import { receiveWebhook } from "./webhookRoute";

const http = httpRouter();

// Our own routes, in place of `authKit.registerRoutes(http)`: docs/decisions/0005 says why.
http.route({ path: "/workos/webhook", method: "POST", handler: receiveWebhook });
http.route({ path: "/workos/action", method: "POST", handler: answerAction });

export default http;

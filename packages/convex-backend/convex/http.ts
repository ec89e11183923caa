import { httpRouter } from "convex/server";
import { answerAction } from "./actionRoute";
import { receiveWebhook } from "./webhookRoute";

const http = httpRouter();

http.route({ path: "/workos/webhook", method: "POST", handler: receiveWebhook });
http.route({ path: "/workos/action", method: "POST", handler: answerAction });

export default http;

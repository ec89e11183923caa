import { httpRouter } from "convex/server";
import { authKit } from "./auth";

const http = httpRouter();

// POST /workos/webhook and POST /workos/action, each with its signature checked.
authKit.registerRoutes(http);

export default http;

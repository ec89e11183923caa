import { afterEach } from "vitest";
import { expectRightAnswers } from "./harness.ts";

// This is run for each file, and the harness is evaluated once for all files of a worker.
afterEach(expectRightAnswers);

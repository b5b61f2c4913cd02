import type { Metric } from "../model.js";
import { M10 } from "./m10.js";
import { M20 } from "./m20.js";
import { M30 } from "./m30.js";
import { M40 } from "./m40.js";
import { M60, M61, M62, M63 } from "./m60.js";
import { M73 } from "./m73.js";
import { M110 } from "./m110.js";
import { M120 } from "./m120.js";
import { X10, X12, X13 } from "./x10.js";
import { X20, X21, X23, X24, X25, X26, X27 } from "./x20.js";
import { X30 } from "./x30.js";
import { X60, X61, X62 } from "./x60.js";

/** Every metric there is: the Metrics Bible's first, then figures of our own. */
export const METRICS: readonly Metric[] = [
  M10,
  M20,
  M30,
  M40,
  M60,
  M61,
  M62,
  M63,
  M73,
  M110,
  M120,
  X10,
  X12,
  X13,
  X20,
  X21,
  X23,
  X24,
  X25,
  X26,
  X27,
  X30,
  X60,
  X61,
  X62,
];

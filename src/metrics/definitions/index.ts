import type { Metric } from "../model.js";
import { M10 } from "./m10.js";
import { M20 } from "./m20.js";
import { M30 } from "./m30.js";
import { M40 } from "./m40.js";
import { M60, M61, M62, M63 } from "./m60.js";
import { M70, M71, M72, M73, M80, X70 } from "./m70.js";
import { M81, M82, M83, M84, X81, X82 } from "./m81.js";
import { M90, M91, M92 } from "./m90.js";
import { M100, M111, X100 } from "./m100.js";
import { M110 } from "./m110.js";
import { M120 } from "./m120.js";
import { X10, X12, X13, X14 } from "./x10.js";
import { X11, X114 } from "./x11.js";
import { X20, X21, X23, X24, X25, X26, X27, X28 } from "./x20.js";
import { X22, X221, X222 } from "./x22.js";
import { X30 } from "./x30.js";
import { X60, X61, X62 } from "./x60.js";
import { X71 } from "./x71.js";
import { X115 } from "./x115.js";

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
  M70,
  M71,
  M72,
  M73,
  M80,
  M81,
  M82,
  M83,
  M84,
  M90,
  M91,
  M92,
  M100,
  M110,
  M111,
  M120,
  X10,
  X11,
  X114,
  X115,
  X12,
  X13,
  X14,
  X20,
  X21,
  X22,
  X221,
  X222,
  X23,
  X24,
  X25,
  X26,
  X27,
  X28,
  X30,
  X60,
  X61,
  X62,
  X70,
  X71,
  X81,
  X82,
  X100,
];

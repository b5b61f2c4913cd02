import { openPages } from "../../../src/doors/index.js";
import { openLog } from "../../../src/runtime/index.js";
import type { TeacherOffice } from "../../people/teacher-desk.js";

/** The pages over an office's desk, at a port of their own. */
export const openOfficePages = (office: TeacherOffice, opened: (link: number) => void = () => undefined) =>
  openPages({
    port: 0,
    host: "127.0.0.1",
    pages: { ...office.desk, opened },
    sample: true,
    clock: office.clock,
    log: openLog("silent"),
  });

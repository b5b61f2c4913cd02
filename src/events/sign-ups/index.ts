export {
  compareSignUps,
  SIGN_UP_DIFFERENCES,
  type SignUpComparison,
  type SignUpDifference,
  type SignUpDifferenceKind,
} from "./compare.js";
export { type Probed, probeSignUps, SIGN_UPS } from "./probe.js";

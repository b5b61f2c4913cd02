// npm run build: TypeScript to dist/.
import { build, doNow } from "./prepare.mjs";

doNow(build);

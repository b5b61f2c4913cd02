// npm run build: TypeScript to dist/.
import { build } from "./prepare.mjs";

build();

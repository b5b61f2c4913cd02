// A Salesforce org with the sample organisation in a process of its own, so that its work is not counted as Polaris's.
// node salesforce.mjs SIZE: says its address, and ends when the process that started it does.
import { SalesforceOrg } from "../../../dist/sandbox/salesforce/index.js";
import { generateOrganization } from "../../../dist/sandbox/sample/index.js";

const [size] = process.argv.slice(2);
const org = new SalesforceOrg();
org.load(generateOrganization({ seed: 816, size: Number(size), today: new Date().toISOString().slice(0, 10) }));
await org.listen();
process.send({ url: org.url });
process.once("disconnect", () => process.exit(0));

export { readSignUpList, type SignUpList, type SignUpListing } from "./listing.js";
export { SIGN_UP_PATIENCE, type SignUpPatience, SignUpService } from "./service.js";

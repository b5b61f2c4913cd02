export { LINK_ROLES, type LinkRole, type LinkWish, linkAddress, maySeeLink, type QuickLink } from "./model.js";
export { addLink, editLink, linkTopics, linkWithId, listLinks, removeLink, restoreLink } from "./store.js";

// What the page that draws everything takes from npm; build.sh makes bundle.js of it.
export { default as Graph } from "graphology";
export { default as Sigma } from "sigma";

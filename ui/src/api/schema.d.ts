/** Written by `npm run gen` from openapi.json, the node's description of its API. */
// biome-ignore lint/complexity/noBannedTypes: no route is described yet
export type paths = {};

/** Studies dropped anywhere on a page. */

/** Take what is dropped on this page. */
export function acceptDrops() {}

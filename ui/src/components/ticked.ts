/** A rule for a group of boxes: one at least. Ant Design's own `required` puts an attribute on the group that it may not have. */
export function ticked(message: string) {
  return {
    validator: (_: unknown, value: readonly unknown[] | undefined) =>
      value?.length ? Promise.resolve() : Promise.reject(new Error(message)),
  };
}

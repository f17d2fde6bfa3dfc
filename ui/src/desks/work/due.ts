/** Whole days from one civil date to another; negative when the second is before the first. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}

/** Days within which a deadline is shown as near. */
export const nearDays = 3;

/** Something that waits for the reader. */
export interface WorkItem {
  key: string;
  /** What is to be done, as one word or two: 复核, 追加保证金. */
  kind: string;
  title: string;
  to: string;
  /** The other side, or who asked. */
  who?: string;
  /** Last day, a civil date of China. */
  due?: string | undefined;
  /** Since when it waits, a civil date. */
  since?: string | undefined;
  note?: string;
  amountFen?: number | undefined;
  urgent?: boolean;
}

/** What is urgent comes first, then what has a deadline, nearest first; then what has waited longest. */
export function inOrder(items: readonly WorkItem[]): WorkItem[] {
  return [...items].sort((a, b) =>
    Boolean(a.urgent) !== Boolean(b.urgent)
      ? a.urgent
        ? -1
        : 1
      : a.due && b.due
        ? a.due.localeCompare(b.due)
        : a.due
          ? -1
          : b.due
            ? 1
            : (a.since ?? '').localeCompare(b.since ?? ''),
  );
}

/** The key that does the same as a button; screen readers learn of keys from the list of them. */
export function KeyHint(props: { children: string }) {
  return (
    <kbd className="key-hint">
      <span aria-hidden="true">{props.children}</span>
    </kbd>
  );
}

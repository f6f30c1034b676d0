/** What `look` makes of the page's looks in the light theme. Nothing of it is seen: it ends before the next frame. */
export function inLight<Result>(look: () => Result): Result {
  const { classList } = document.documentElement;
  const wasDark = classList.contains("dark");
  if (!wasDark) return look();
  const set = (isDark: boolean) => {
    classList.toggle("dark", isDark);
    for (const animation of document.getAnimations())
      if (animation instanceof CSSTransition) animation.finish();
  };
  try {
    set(false);
    return look();
  } finally {
    set(true);
  }
}

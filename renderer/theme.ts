import { usePreferredDark } from "@vueuse/core";
import { computed, nextTick, ref, watch } from "vue";

const system = usePreferredDark();
const isHeldLight = ref(false);

/** Whether the page is dark now, for canvases, which CSS cannot reach. */
export const dark = computed(() => system.value && !isHeldLight.value);

/** Element Plus is dark under `html.dark`; the system's theme sets it. */
export function followSystemTheme(): void {
  watch(
    dark,
    (isDark) => {
      document.documentElement.classList.toggle("dark", isDark);
      // A colour on its way to another would be seen by whoever looks now.
      if (isHeldLight.value) for (const animation of document.getAnimations()) endIfFading(animation);
    },
    { immediate: true, flush: "sync" },
  );
}

/**
 * What `look` makes of the page's looks in the light theme, canvases among them. Nothing of it is seen: it ends before the
 * next frame.
 */
export async function inLight<Result>(look: () => Result): Promise<Result> {
  isHeldLight.value = true;
  try {
    await nextTick();
    return look();
  } finally {
    isHeldLight.value = false;
    for (const animation of document.getAnimations()) endIfFading(animation);
  }
}

function endIfFading(animation: Animation): void {
  if (animation instanceof CSSTransition) animation.finish();
}

import Sortable from "sortablejs";
import { onBeforeUnmount, onMounted, type Ref } from "vue";

/**
 * Lets the children of a list be dragged. Sortable moves elements itself; they are put back before `move` is called,
 * because Vue alone must change what it rendered.
 */
export function useSortable(
  list: Readonly<Ref<HTMLElement | null>>,
  { handle, move }: { handle: string; move: (from: number, to: number) => void },
): void {
  let sortable: Sortable | undefined;
  onMounted(() => {
    if (!list.value) return;
    sortable = Sortable.create(list.value, {
      handle,
      animation: window.matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 150,
      ghostClass: "drag-ghost",
      // Native drag and drop would look like files dropped onto the window.
      forceFallback: true,
      onEnd: ({ item, from, oldIndex, newIndex }) => {
        if (oldIndex === undefined || newIndex === undefined || oldIndex === newIndex) return;
        item.remove();
        from.insertBefore(item, from.children[oldIndex] ?? null);
        move(oldIndex, newIndex);
      },
    });
  });
  onBeforeUnmount(() => sortable?.destroy());
}

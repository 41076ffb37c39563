/** The wallet's views, each with what it needs to be drawn again after Back. */
export type View =
  | { name: "cards" }
  | { name: "card"; id: string }
  | { name: "scan"; brought?: string }
  | { name: "receive"; text?: string; resume?: string }
  | { name: "present"; text: string; sameDevice: boolean }
  | { name: "activity" }
  | { name: "settings" }
  | { name: "trash" };

/**
 * What history may keep of a view. An offer or a question is a secret of the
 * moment: going Back to one leads to the cards instead.
 */
export function remembered(view: View): View {
  if (view.name === "receive" || view.name === "present") return { name: "cards" };
  return view.name === "scan" ? { name: "scan" } : view;
}

/** The view that history kept, or the cards. */
export function viewOf(state: unknown): View {
  if (typeof state !== "object" || state === null || !("name" in state)) return { name: "cards" };
  const { name } = state;
  if (name === "card" && "id" in state && typeof state.id === "string") return { name, id: state.id };
  if (name === "scan" || name === "activity" || name === "settings" || name === "trash") return { name };
  return { name: "cards" };
}

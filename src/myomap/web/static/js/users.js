/** Who may use this reading room; for administrators. */

import { get, patch, post } from "./api.js";
import { byId, element, replace } from "./dom.js";
import { complain, say } from "./notices.js";
import { _, date } from "./words.js";

/**
 * @typedef {object} User
 * @property {string} name
 * @property {"reader" | "admin"} role
 * @property {boolean} is_disabled
 * @property {string} created_at
 */

const form = byId("new-user", HTMLFormElement);

async function show() {
  try {
    /** @type {User[]} */
    const users = (await get("/users")).users;
    replace(byId("user-rows"), ...users.map(line));
  } catch (error) {
    complain(error);
  }
}

/**
 * @param {User} user
 * @param {Record<string, any>} change
 * @param {string} told
 */
async function change(user, change, told) {
  try {
    await patch(`/users/${encodeURIComponent(user.name)}`, change);
    say(told);
  } catch (error) {
    complain(error);
  }
  await show();
}

/** @param {User} user */
function line(user) {
  return element(
    "tr",
    {},
    element("td", { text: user.name }),
    element("td", {}, roleField(user)),
    element("td", { text: date(user.created_at) }),
    element("td", { text: user.is_disabled ? _("locked") : _("open") }),
    element(
      "td",
      { class: "users-tools" },
      element("button", {
        class: "button button-quiet",
        type: "button",
        text: _("New password…"),
        "aria-label": `${_("New password…")} ${user.name}`,
        on: { click: () => askForPassword(user) },
      }),
      element("button", {
        class: "button button-quiet",
        type: "button",
        text: user.is_disabled ? _("Unlock") : _("Lock"),
        "aria-label": `${user.is_disabled ? _("Unlock") : _("Lock")} ${user.name}`,
        on: {
          click: () => change(user, { is_disabled: !user.is_disabled }, _("Changed.")),
        },
      }),
    ),
  );
}

/** @param {User} user */
function roleField(user) {
  /** @type {HTMLSelectElement} */
  const field = element(
    "select",
    {
      class: "field",
      "aria-label": `${_("Role")}: ${user.name}`,
      on: { change: () => change(user, { role: field.value }, _("Changed.")) },
    },
    element("option", { value: "reader", text: _("reader") }),
    element("option", { value: "admin", text: _("administrator") }),
  );
  field.value = user.role;
  return field;
}

/** @param {User} user */
function askForPassword(user) {
  const field = element("input", {
    class: "field",
    type: "password",
    required: true,
    maxlength: 1000,
    autocomplete: "new-password",
  });
  const dialog = element(
    "dialog",
    { class: "dialog", "aria-labelledby": "password-title" },
    element("h2", {
      id: "password-title",
      text: _("New password of {name}", { name: user.name }),
    }),
    element(
      "form",
      { method: "dialog" },
      element("label", { class: "labelled" }, element("span", { text: _("Password") }), field),
      element(
        "div",
        { class: "dialog-actions" },
        element("button", {
          class: "button",
          value: "no",
          formnovalidate: true,
          text: _("Cancel"),
        }),
        element("button", { class: "button button-primary", value: "yes", text: _("Save") }),
      ),
    ),
  );
  dialog.addEventListener("close", () => {
    dialog.remove();
    if (dialog.returnValue !== "yes") return;
    void change(user, { password: field.value }, _("The password was changed."));
  });
  document.body.append(dialog);
  dialog.showModal();
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  try {
    await post("/users", Object.fromEntries(new FormData(form)));
    form.reset();
    say(_("The user was added."));
  } catch (error) {
    complain(error);
  }
  await show();
});

void show();

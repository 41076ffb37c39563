package verdict

const nothingLost = "Nothing was lost. "

// vaultKinds are about the wallet's own storage, its cards, and the engine that
// works for the page.
var vaultKinds = []Entry{
	{"engine_call_unknown", "", Unknown, "Page out of date", nothingLost + "This page is of another version than its engine: reload it."},
	{"engine_panic", "", Unknown, "Engine stopped", nothingLost + "The engine met something it could not handle and is started again: try once more."},
	{"engine_request", "", Unknown, "Page out of date", nothingLost + "This page and its engine do not understand each other: reload it."},
	{"engine_session", "", Unknown, "No longer open", nothingLost + "What you were doing is no longer open here: begin again."},
	{"passphrase_unusable", "", Unknown, "Passphrase cannot be used", "This passphrase is empty or far too long: choose another one."},
	{"vault_cost", "", Unknown, "Vault too costly", "The vault would take more memory or time than a device may spend: choose the usual settings."},
	{"vault_locked", "", Unknown, "Vault stays locked", "The passphrase is wrong, or the vault is damaged: try again, slowly."},
	{"vault_record_too_large", "", Unknown, "Too large to keep", "This is too large to be kept in the vault: nothing was stored."},
	{"vault_slot", "", Unknown, "Key of the vault stays", "This is the vault's last key, there is no such key, or there are too many: nothing was changed."},
	{"wallet_card_expired", Time, Invalid, "Expired on arrival", "The issuer sent a card that has expired already, so it was not kept: ask the issuer for a new one."},
	{"wallet_card_issuer", Issuer, Invalid, "Not from its issuer", "The card that arrived is not signed by the issuer it names, so it was not kept: ask the issuer."},
	{"wallet_card_key", Holder, Invalid, "Bound to another key", "The card that arrived is not made out to this wallet, so it was not kept: ask the issuer for a new offer."},
	{"wallet_card_type", Format, Invalid, "Another card than offered", "The issuer sent another kind of card than it offered, so it was not kept: ask the issuer."},
	{"wallet_card_unknown", "", Unknown, "No such card", "This card is not in the wallet any more: look at the list of your cards again."},
	{"wallet_copies_differ", Format, Invalid, "Copies differ", "The copies of the card do not all say the same, so it was not kept: ask the issuer."},
	{"wallet_damaged", "", Unknown, "Wallet damaged", "What is stored here is damaged. Nothing was changed or overwritten: keep it, and restore a backup if you have one."},
	{"wallet_newer", "", Unknown, "Wallet of a newer version", "This wallet was used with a newer version of this program. Nothing was changed: update, then open it again."},
	{"wallet_no_card", "", Unknown, "No card chosen", "Choose a card for everything that is asked for, or decline."},
	{"wallet_order_unknown", "", Unknown, "No such order", "This card is not being issued any more: look at the list of your cards again."},
	{"wallet_sequence", "", Unknown, "Changed elsewhere", nothingLost + "The wallet was changed in another window: try once more."},
	{"wallet_step", "", Unknown, "Out of order", nothingLost + "The issuing of this card is at another step: go back to your cards and resume it there."},
	{"wallet_transaction", "", Unknown, "Nothing signs for it", "None of the chosen cards can sign for what you are asked to authorise: choose another, or decline."},
}

package verdict

// vaultKinds are about the wallet's own storage.
var vaultKinds = []Entry{
	{"vault_locked", "", Unknown, "Vault stays locked", "The passphrase is wrong, or the vault is damaged: try again, slowly."},
}

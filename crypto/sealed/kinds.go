package sealed

import "domicile/crypto/fault"

const (
	// KindLocked is returned when a vault or record does not open: a wrong
	// passphrase, any damage, a version or cost that is not ours. Nothing
	// tells these apart.
	KindLocked fault.Kind = "vault_locked"
	// KindPassphrase is returned when a new passphrase is empty, too long or
	// not UTF-8.
	KindPassphrase fault.Kind = "passphrase_unusable"
	// KindCost is returned when a new slot's cost is outside the limits.
	KindCost fault.Kind = "vault_cost"
	// KindLastSlot is returned when a vault would be left with no slot, or has
	// no slot of that number.
	KindLastSlot fault.Kind = "vault_slot"
	// KindTooLarge is returned when a record is longer than any may be.
	KindTooLarge fault.Kind = "vault_record_too_large"
	// KindRandom is returned when the source of randomness fails.
	KindRandom fault.Kind = "random_source_failed"
)

// locked is one and the same error for everything that does not open.
func locked() error {
	return fault.New(KindLocked, "wrong passphrase, or damaged")
}

package holder

import "domicile/crypto/fault"

const (
	// KindDamaged is returned when no record of a wallet can be read, or a record
	// that must be whole is not.
	KindDamaged fault.Kind = "wallet_damaged"
	// KindNewer is returned when a record was written by a later version.
	KindNewer fault.Kind = "wallet_newer"
	// KindSequence is returned when records do not follow those already applied:
	// another program wrote meanwhile.
	KindSequence fault.Kind = "wallet_sequence"
	// KindCardUnknown is returned when a card is not in the wallet, or not in the
	// state that an action needs (only a deleted card can be restored).
	KindCardUnknown fault.Kind = "wallet_card_unknown"
	// KindOrderUnknown is returned when an issuance is neither open nor pending.
	KindOrderUnknown fault.Kind = "wallet_order_unknown"
	// KindStep is returned when a call does not fit the step that an issuance is
	// at.
	KindStep fault.Kind = "wallet_step"

	// KindCardType is returned when the issuer sends another type of card than
	// the one it offered.
	KindCardType fault.Kind = "wallet_card_type"
	// KindCardKey is returned when a copy is bound to no key made for it, or two
	// copies to the same one.
	KindCardKey fault.Kind = "wallet_card_key"
	// KindCardIssuer is returned when a card does not say who issued it, or none
	// of that issuer's keys made its signature.
	KindCardIssuer fault.Kind = "wallet_card_issuer"
	// KindCopiesDiffer is returned when the copies of a card do not all say the
	// same: showing one of them would say what the person has not seen.
	KindCopiesDiffer fault.Kind = "wallet_copies_differ"
	// KindCardTime is returned when a card has expired already when it arrives.
	KindCardTime fault.Kind = "wallet_card_expired"

	// KindNoCard is returned when a choice leaves a required part of a question
	// open, or picks a card that does not satisfy it.
	KindNoCard fault.Kind = "wallet_no_card"
	// KindTransaction is returned when no chosen card can sign for what the holder
	// is asked to authorise.
	KindTransaction fault.Kind = "wallet_transaction"
)

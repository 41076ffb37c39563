package api

// Names of the calls. The engine of the verifier has those of the first two
// groups, the engine of the wallet those of the first and the last.
const (
	// Both.
	CallScanAdd   = "scan.add"   // ScanRequest -> ScanResult
	CallScanReset = "scan.reset" // ScanResetRequest -> Nothing
	CallQREncode  = "qr.encode"  // QRRequest -> QRCodes
	CallTrustLoad = "trust.load" // TrustLoadRequest -> TrustLoaded

	// Verifier.
	CallVerifierPresets   = "verifier.presets"   // Nothing -> Presets
	CallVerifierChallenge = "verifier.challenge" // ChallengeRequest -> Challenge
	CallVerifierVerify    = "verifier.verify"    // VerifyRequest -> VerifyResponse

	// Wallet.
	CallVaultCreate   = "vault.create"   // VaultCreateRequest -> VaultCreated
	CallVaultUnlock   = "vault.unlock"   // VaultUnlockRequest -> WalletState
	CallVaultApply    = "vault.apply"    // VaultApplyRequest -> WalletState
	CallVaultLock     = "vault.lock"     // Nothing -> Nothing
	CallWalletState   = "wallet.state"   // Nothing -> WalletState
	CallCardDelete    = "card.delete"    // CardRequest -> Change
	CallCardRestore   = "card.restore"   // CardRequest -> Change
	CallCardErase     = "card.erase"     // CardRequest -> Change
	CallOfferOpen     = "offer.open"     // OfferOpenRequest -> IssuanceStep
	CallOfferContinue = "offer.continue" // OfferContinueRequest -> IssuanceStep
	CallOfferAccept   = "offer.accept"   // OfferAcceptRequest -> IssuanceStep
	CallOfferDrop     = "offer.drop"     // OfferDropRequest -> Change
	CallPresentOpen   = "present.open"   // PresentOpenRequest -> PresentPreview
	CallPresentAnswer = "present.answer" // PresentAnswerRequest -> PresentAnswer
	CallPresentRefuse = "present.refuse" // PresentRefuseRequest -> Change
)

// Nothing is an empty request or response.
type Nothing struct{}

package api

// Call is one entry of the call table: a name on the wire and, as type
// arguments, what goes in and what comes out. The engine registers its handlers
// against these values and the TypeScript types are generated from them, so the
// three cannot drift apart.
type Call[Request, Response any] struct{ Name string }

// Nothing is an empty request or response.
type Nothing struct{}

// Calls of both engines.
var (
	ScanAdd   = Call[ScanRequest, ScanResult]{"scan.add"}
	ScanReset = Call[ScanResetRequest, Nothing]{"scan.reset"}
	QREncode  = Call[QRRequest, QRCodes]{"qr.encode"}
	TrustLoad = Call[TrustLoadRequest, TrustLoaded]{"trust.load"}
)

// Calls of the verifier's engine.
var (
	VerifierPresets   = Call[Nothing, Presets]{"verifier.presets"}
	VerifierQuery     = Call[QueryRequest, QueryRead]{"verifier.query"}
	VerifierIdentify  = Call[IdentifyRequest, Identified]{"verifier.identify"}
	VerifierChallenge = Call[ChallengeRequest, Challenge]{"verifier.challenge"}
	VerifierLive      = Call[LiveRequest, Live]{"verifier.live"}
	VerifierReceive   = Call[ReceiveRequest, VerifyResponse]{"verifier.receive"}
	VerifierBrowser   = Call[BrowserAnswer, VerifyResponse]{"verifier.browser"}
	VerifierVerify    = Call[VerifyRequest, VerifyResponse]{"verifier.verify"}
)

// Calls of the wallet's engine.
var (
	VaultCreate   = Call[VaultCreateRequest, VaultCreated]{"vault.create"}
	VaultUnlock   = Call[VaultUnlockRequest, WalletState]{"vault.unlock"}
	VaultApply    = Call[VaultApplyRequest, WalletState]{"vault.apply"}
	VaultLock     = Call[Nothing, Nothing]{"vault.lock"}
	WalletRead    = Call[Nothing, WalletState]{"wallet.state"}
	CardDelete    = Call[CardRequest, Change]{"card.delete"}
	CardRestore   = Call[CardRequest, Change]{"card.restore"}
	CardErase     = Call[CardRequest, Change]{"card.erase"}
	OfferOpen     = Call[OfferOpenRequest, IssuanceStep]{"offer.open"}
	OfferContinue = Call[OfferContinueRequest, IssuanceStep]{"offer.continue"}
	OfferAccept   = Call[OfferAcceptRequest, IssuanceStep]{"offer.accept"}
	OfferDrop     = Call[OfferDropRequest, Change]{"offer.drop"}

	PresentOpen     = Call[PresentOpenRequest, PresentStep]{"present.open"}
	PresentContinue = Call[PresentContinueRequest, PresentStep]{"present.continue"}
	PresentCode     = Call[PresentCodeRequest, PresentStep]{"present.code"}
	PresentAnswer   = Call[PresentAnswerRequest, PresentStep]{"present.answer"}
	PresentRefuse   = Call[PresentRefuseRequest, PresentStep]{"present.refuse"}
)

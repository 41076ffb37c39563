package encoding

// Limits of what a verifier reads. They are far above genuine credentials and
// far below what hurts a telephone.
const (
	// MaxCredential is the longest credential or presentation, in bytes, as it
	// arrives: before any decoding.
	MaxCredential = 64 << 10
	// MaxInflated is the longest credential after decompression.
	MaxInflated = 256 << 10
	// MaxDepth is the deepest nesting of JSON arrays and objects, and of CBOR
	// arrays, maps and tags. WebAssembly has a shallow stack.
	MaxDepth = 32
	// MaxDisclosures is the largest number of disclosures of one SD-JWT.
	MaxDisclosures = 512
	// MaxPicture is the largest picture that is read for its QR code.
	MaxPicture = 10 << 20
	// MaxBundle is the largest trust list or other bundle of a site.
	MaxBundle = 4 << 20
	// MaxRatio is the largest ratio of inflated to compressed length of a
	// credential; text rarely compresses better than tenfold.
	MaxRatio = 128
	// MaxBase58 is the longest base58 text: its decoding takes time that grows
	// with the square of its length, and only keys are written in it.
	MaxBase58 = 2 << 10
)

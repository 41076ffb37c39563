package encoding

import (
	"bytes"
	"compress/zlib"
	"io"

	"domicile/crypto/fault"
)

// Kinds of compression defects.
const (
	// KindZlibMissing is returned when compressed data are required and these
	// have no zlib header.
	KindZlibMissing fault.Kind = "zlib_missing"
	// KindZlibCorrupt is returned when a stream is broken, cut short, fails its
	// checksum, or needs a dictionary.
	KindZlibCorrupt fault.Kind = "zlib_corrupt"
	// KindZlibTrailingData is returned when something follows the stream.
	KindZlibTrailingData fault.Kind = "zlib_trailing_data"
	// KindZlibTooLarge is returned when the inflated data exceed the limit.
	KindZlibTooLarge fault.Kind = "zlib_too_large"
	// KindZlibRatio is returned when a credential inflates more than MaxRatio
	// times: no text does.
	KindZlibRatio fault.Kind = "zlib_ratio"
)

// Inflate reads a zlib stream (RFC 1950) of at most limit bytes once inflated.
// It stops reading at the limit: a small bomb costs no more than a large
// credential. Limits up to MaxInflated come with MaxRatio; lists, which have
// larger ones, are mostly zeros and compress a thousandfold.
func Inflate(data []byte, limit int) ([]byte, error) {
	if !hasZlibHeader(data) {
		return nil, fault.New(KindZlibMissing, "no zlib header")
	}
	bound, tooMuch := limit, KindZlibTooLarge
	if limit <= MaxInflated && len(data)*MaxRatio < limit {
		bound, tooMuch = len(data)*MaxRatio, KindZlibRatio
	}
	source := bytes.NewReader(data) // an io.ByteReader: nothing is read ahead
	stream, err := zlib.NewReader(source)
	if err != nil {
		return nil, fault.Wrap(KindZlibCorrupt, err, "")
	}
	out, err := io.ReadAll(io.LimitReader(stream, int64(bound)+1))
	switch {
	case err != nil:
		return nil, fault.Wrap(KindZlibCorrupt, err, "")
	case len(out) > bound:
		return nil, fault.New(tooMuch, "more than %d bytes from %d", bound, len(data))
	case source.Len() > 0:
		return nil, fault.New(KindZlibTrailingData, "%d bytes after the stream", source.Len())
	}
	return out, nil
}

// Deflate writes a zlib stream, as small as the standard library makes it.
func Deflate(data []byte) []byte {
	var b bytes.Buffer
	w, _ := zlib.NewWriterLevel(&b, zlib.BestCompression) // the level is known
	_, _ = w.Write(data)                                  // a Buffer does not fail
	_ = w.Close()
	return b.Bytes()
}

// hasZlibHeader checks the method, deflate, and the header's own check bits
// (RFC 1950 section 2.2).
func hasZlibHeader(data []byte) bool {
	return len(data) >= 2 && data[0]&0x0F == 8 && (int(data[0])<<8|int(data[1]))%31 == 0
}

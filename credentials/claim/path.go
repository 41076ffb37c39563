package claim

import (
	"strconv"
	"strings"

	"domicile/crypto/encoding"
	"domicile/crypto/fault"
)

// MaxPath is the largest number of components of a path: no tree of claims is
// nested deeper than the JSON it was read from.
const MaxPath = encoding.MaxDepth

const (
	// KindPathMalformed is returned when a path is empty, too long, or has a
	// component that is neither a string, nor null, nor a non-negative integer.
	KindPathMalformed fault.Kind = "claim_path_malformed"
	// KindMissing is returned when a path selects nothing, or meets a value of
	// another shape than it expects.
	KindMissing fault.Kind = "claim_missing"
)

// Path is a claims path pointer. Its components are of type string, int or
// nil. A path without nil names one claim and is called concrete.
type Path []any

// ParsePath reads a path from decoded JSON (an array), turning its numbers
// into int.
func ParsePath(v any) (Path, error) {
	list, ok := v.([]any)
	if !ok {
		return nil, fault.New(KindPathMalformed, "a path is an array")
	}
	path := make(Path, len(list))
	for i, component := range list {
		if n, ok := component.(encoding.Number); ok {
			index, err := strconv.Atoi(string(n))
			if err != nil {
				return nil, fault.New(KindPathMalformed, "component %d is no index", i)
			}
			component = index
		}
		path[i] = component
	}
	return path, path.Check()
}

// Check reports whether the path is well-formed, as section 7 defines it.
func (p Path) Check() error {
	if len(p) == 0 {
		return fault.New(KindPathMalformed, "the path is empty")
	}
	if len(p) > MaxPath {
		return fault.New(KindPathMalformed, "%d components, at most %d", len(p), MaxPath)
	}
	for i, component := range p {
		switch c := component.(type) {
		case string, nil:
		case int:
			if c < 0 {
				return fault.New(KindPathMalformed, "component %d is negative", i)
			}
		default:
			return fault.New(KindPathMalformed, "component %d is a %T", i, component)
		}
	}
	return nil
}

// Concrete reports whether the path selects at most one claim.
func (p Path) Concrete() bool {
	for _, component := range p {
		if component == nil {
			return false
		}
	}
	return true
}

// Equal reports whether both paths have the same components.
func (p Path) Equal(q Path) bool { return len(p) == len(q) && p.Within(q) }

// Within reports whether p is q or lies below it, component by component; nil
// is equal to nil only.
func (p Path) Within(q Path) bool {
	if len(p) < len(q) {
		return false
	}
	for i := range q {
		if p[i] != q[i] {
			return false
		}
	}
	return true
}

// Child returns a new path, one component longer; p is left alone.
func (p Path) Child(component any) Path {
	child := make(Path, len(p)+1)
	copy(child, p)
	child[len(p)] = component
	return child
}

// String writes the path with dots for experts: degrees.*.type, nationalities.0.
// It is for display; two different paths may read alike.
func (p Path) String() string {
	words := make([]string, len(p))
	for i, component := range p {
		switch c := component.(type) {
		case string:
			words[i] = c
		case int:
			words[i] = strconv.Itoa(c)
		default:
			words[i] = "*"
		}
	}
	return strings.Join(words, ".")
}

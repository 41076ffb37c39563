// Package claim names the claims of a credential, for machines and for people:
// claims path pointers (OpenID4VP 1.0 section 7) and their labels.
//
// Most callers need [Resolve], to find what a path selects in a tree of
// claims, and [Label], to say it in words.
//
// # Claims path pointers
//
// A path is a non-empty array. It starts at the credential's top-level object
// and each component goes one step down:
//
//	"name"   the member of that name, of every selected object
//	0, 1, …  the element at that index, of every selected array
//	null     all elements of every selected array
//
// ["degrees", null, "type"] selects the type of every degree. A path that
// meets a value of the wrong shape, or that selects nothing, is refused
// (section 7.1.1).
//
// A tree of claims is what crypto/encoding decodes: map[string]any, []any,
// string, bool, nil and numbers that keep their text.
package claim

package main

import (
	"fmt"
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/packages"
)

// source is a type-checked package with the comments of all declarations of
// ours, which go/types alone does not keep.
type source struct {
	root *packages.Package
	docs map[token.Pos]string // by position of the declared name
}

func load(path string) (*source, error) {
	const need = packages.NeedName | packages.NeedTypes | packages.NeedSyntax |
		packages.NeedTypesInfo | packages.NeedImports | packages.NeedDeps
	roots, err := packages.Load(&packages.Config{Mode: need}, path)
	if err != nil {
		return nil, err
	}
	if len(roots) != 1 || len(roots[0].Errors) > 0 {
		return nil, fmt.Errorf("%s does not load: %v", path, roots[0].Errors)
	}
	s := &source{root: roots[0], docs: map[token.Pos]string{}}
	packages.Visit(roots, nil, func(p *packages.Package) {
		if strings.HasPrefix(p.PkgPath, "domicile/") {
			for _, file := range p.Syntax {
				ast.Inspect(file, s.collect)
			}
		}
	})
	return s, nil
}

// collect keeps the comments of types, fields and constants.
func (s *source) collect(n ast.Node) bool {
	switch d := n.(type) {
	case *ast.GenDecl:
		if d.Tok == token.TYPE && len(d.Specs) == 1 {
			s.keep(d.Doc, nil, d.Specs[0].(*ast.TypeSpec).Name)
		}
	case *ast.TypeSpec:
		s.keep(d.Doc, d.Comment, d.Name)
	case *ast.ValueSpec:
		s.keep(d.Doc, d.Comment, d.Names...)
	case *ast.Field:
		s.keep(d.Doc, d.Comment, d.Names...)
	}
	return true
}

func (s *source) keep(doc, comment *ast.CommentGroup, names ...*ast.Ident) {
	text := strings.TrimSpace(doc.Text())
	if text == "" {
		text = strings.TrimSpace(comment.Text())
	}
	for _, name := range names {
		if text != "" {
			s.docs[name.Pos()] = text
		}
	}
}

// call is one row of the table.
type call struct {
	name              string
	request, response types.Type
}

// calls lists the values of type Call, in the order of the source.
func (s *source) calls() []call {
	var calls []call
	collect := func(n ast.Node) bool {
		literal, ok := n.(*ast.CompositeLit)
		if !ok || len(literal.Elts) != 1 {
			return true
		}
		info := s.root.TypesInfo
		named, ok := info.TypeOf(literal).(*types.Named)
		if ok && named.Obj().Name() == "Call" {
			name := constant.StringVal(info.Types[literal.Elts[0]].Value)
			calls = append(calls, call{name, named.TypeArgs().At(0), named.TypeArgs().At(1)})
		}
		return true
	}
	for _, file := range s.root.Syntax {
		ast.Inspect(file, collect)
	}
	return calls
}

// variants lists the constants of a named type in the order of the source.
func variants(named *types.Named) []*types.Const {
	var found []*types.Const
	scope := named.Obj().Pkg().Scope()
	for _, name := range scope.Names() {
		if c, ok := scope.Lookup(name).(*types.Const); ok && types.Identical(c.Type(), named) {
			found = append(found, c)
		}
	}
	slices.SortFunc(found, func(a, b *types.Const) int { return int(a.Pos() - b.Pos()) })
	return found
}

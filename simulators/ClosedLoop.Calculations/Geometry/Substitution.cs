namespace ClosedLoop.Calculations;

/// <summary>Puts a group in an atom's place.</summary>
internal static class Substitution
{
    /// <summary>
    /// The molecule with a group instead of an atom. The group's second atom takes the atom's place and number, the others come last. The group's own frame (its first atom at the origin, the second
    /// along x) is laid on the bond, its plane of x and y on the plane of the bonds around.
    /// </summary>
    /// <param name="molecule">The molecule.</param>
    /// <param name="atom">The atom that goes, counted from 0; it has one bond.</param>
    /// <param name="group">The group.</param>
    /// <exception cref="TemplateException">The atom has not one bond, or nothing around says how the group lies.</exception>
    public static Molecule Put(Molecule molecule, int atom, Molecule group)
    {
        var bonds = molecule.Bonds();
        if (bonds[atom] is not [var anchor] || bonds[anchor].Where(other => other != atom).ToArray() is not [var first, ..] others)
        {
            throw new TemplateException($"{molecule.Name(atom)} cannot be replaced: it must have one bond, to an atom that has another one");
        }

        var origin = molecule.Positions[anchor];
        var x = (molecule.Positions[atom] - origin).Unit;
        var aside = molecule.Positions[others.Length > 1 ? others[1] : first] - origin;
        var z = x.Cross(aside).Unit;
        var y = z.Cross(x);
        Vector At(Vector own) => origin + (own.X * x) + (own.Y * y) + (own.Z * z);
        return new Molecule(
            [.. molecule.Elements.Select((element, i) => i == atom ? group.Elements[1] : element), .. group.Elements.Skip(2)],
            [.. molecule.Positions.Select((position, i) => i == atom ? At(group.Positions[1] - group.Positions[0]) : position), .. group.Positions.Skip(2).Select(p => At(p - group.Positions[0]))]);
    }
}

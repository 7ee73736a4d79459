namespace ClosedLoop.Calculations;

/// <summary>A point or direction of space.</summary>
internal readonly record struct Vector(double X, double Y, double Z)
{
    public double Length => Math.Sqrt(Dot(this));

    public Vector Unit => 1 / Length * this;

    public static Vector operator +(Vector a, Vector b) => new(a.X + b.X, a.Y + b.Y, a.Z + b.Z);

    public static Vector operator -(Vector a, Vector b) => new(a.X - b.X, a.Y - b.Y, a.Z - b.Z);

    public static Vector operator *(double s, Vector a) => new(s * a.X, s * a.Y, s * a.Z);

    public double Dot(Vector b) => (X * b.X) + (Y * b.Y) + (Z * b.Z);

    public Vector Cross(Vector b) => new((Y * b.Z) - (Z * b.Y), (Z * b.X) - (X * b.Z), (X * b.Y) - (Y * b.X));

    /// <summary>Turned by an angle about an axis of unit length, right-handed (Rodrigues' formula).</summary>
    /// <param name="axis">Unit length.</param>
    /// <param name="radians">The angle.</param>
    public Vector Turned(Vector axis, double radians)
    {
        var (sine, cosine) = Math.SinCos(radians);
        return (cosine * this) + (sine * axis.Cross(this)) + (axis.Dot(this) * (1 - cosine) * axis);
    }
}

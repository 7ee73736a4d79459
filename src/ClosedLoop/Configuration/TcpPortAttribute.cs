using System.ComponentModel.DataAnnotations;

namespace ClosedLoop;

/// <summary>0 to 65535. Unlike <see cref="RangeAttribute"/> it keeps its own message when the validator is generated.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class TcpPortAttribute : ValidationAttribute
{
    public override bool IsValid(object? value) => value is null or (int and >= 0 and <= ushort.MaxValue);
}

namespace ClosedLoop.Mqtt;

/// <summary>What a rule permits.</summary>
[Flags]
internal enum AclAccess
{
    Deny = 0,
    Read = 1,
    Write = 2,
    ReadWrite = Read | Write,
}

using System.Globalization;
using System.Security.Cryptography;

namespace ClosedLoop.Mqtt;

/// <summary>One password as mosquitto_passwd keeps it: <c>$7$iterations$salt$hash</c>, PBKDF2 with SHA-512, salt and hash in base 64.</summary>
internal sealed class PasswordHash
{
    private const string Kind = "7";
    private const int MostIterations = 10_000_000;

    // mosquitto 2.0 reads salts of this length only.
    private const int SaltLength = 12;
    private const int HashLength = 64;

    // A tenth of a second on a slow machine: logins are rare, guesses are not.
    private const int NewIterations = 50_000;
    private readonly int _iterations;
    private readonly byte[] _salt;
    private readonly byte[] _hash;

    private PasswordHash(int iterations, byte[] salt, byte[] hash) => (_iterations, _salt, _hash) = (iterations, salt, hash);

    /// <summary>A hash with a salt of its own.</summary>
    public static PasswordHash Of(ReadOnlySpan<byte> password)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltLength);
        return new PasswordHash(NewIterations, salt, Derive(password, salt, NewIterations, HashLength));
    }

    /// <summary>Reads what <see cref="ToString"/> or mosquitto_passwd wrote; null and the reason if it is something else.</summary>
    public static PasswordHash? Parse(string text, out string problem)
    {
        problem = "";
        switch (text.Split('$'))
        {
            case ["", Kind, var iterations, var salt, var hash]
                when int.TryParse(iterations, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is > 0 and <= MostIterations
                    && Bytes(salt) is { Length: > 0 } salted && Bytes(hash) is { Length: HashLength } hashed:
                return new PasswordHash(count, salted, hashed);
            case ["", Kind, ..]:
                problem = "this hash is damaged; set the password again";
                break;
            case ["", var other, ..]:
                problem = $"hashes of the kind ${other}$ are not read, only $7$ (PBKDF2); set the password again";
                break;
            default:
                problem = "the password is not hashed; write it with closedloop passwd or mosquitto_passwd";
                break;
        }

        return null;
    }

    /// <summary>Takes as long whatever is wrong with the password.</summary>
    public bool Matches(ReadOnlySpan<byte> password) => CryptographicOperations.FixedTimeEquals(Derive(password, _salt, _iterations, _hash.Length), _hash);

    public override string ToString() => $"${Kind}${_iterations}${Convert.ToBase64String(_salt)}${Convert.ToBase64String(_hash)}";

    private static byte[] Derive(ReadOnlySpan<byte> password, byte[] salt, int iterations, int length) =>
        Rfc2898DeriveBytes.Pbkdf2(password, salt, iterations, HashAlgorithmName.SHA512, length);

    private static byte[]? Bytes(string base64)
    {
        var bytes = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, bytes, out var length) ? bytes[..length] : null;
    }
}

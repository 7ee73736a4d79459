namespace ClosedLoop.Mqtt;

/// <summary>A file with a password in its first line.</summary>
internal static class SecretFile
{
    /// <summary>Throws <see cref="InvalidDataException"/>, which names the file, if it cannot be read or is empty.</summary>
    public static string Read(string path, string what)
    {
        try
        {
            return File.ReadLines(path).FirstOrDefault() is { Length: > 0 } secret ? secret : throw new InvalidDataException($"The {what} {path} is empty");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"The {what} {path} cannot be read: {failure.Message}", failure);
        }
    }
}

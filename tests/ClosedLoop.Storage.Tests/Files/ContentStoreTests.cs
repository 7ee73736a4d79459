namespace ClosedLoop.Storage.Tests;

public class ContentStoreTests
{
    // SHA-256 of "abc", FIPS 180-2, appendix B.1.
    private const string HashOfAbc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    private readonly MemoryDisk _disk = new();

    [Fact]
    public void Put_Content_IsNamedByItsHashAndReadsBack()
    {
        var store = new ContentStore(_disk, "raw");

        store.Put("abc"u8).ShouldBe(HashOfAbc);
        store.Put("abc"u8).ShouldBe(HashOfAbc);

        store.Get(HashOfAbc).ShouldBe("abc"u8.ToArray());
        store.Contains(HashOfAbc).ShouldBeTrue();
        _disk.Files.Keys.ShouldBe([Path.Combine("raw", "ba", HashOfAbc)]);
    }

    /// <summary>On a real disk: two steps that end together may keep the same file.</summary>
    [Fact]
    public void Put_TheSameFromSeveralThreads_IsKeptOnce()
    {
        var folder = Directory.CreateTempSubdirectory("closedloop-content-").FullName;
        try
        {
            var store = new ContentStore(new FileDisk(), folder);

            Parallel.For(0, 50, _ => store.Put("abc"u8));

            store.Get(HashOfAbc).ShouldBe("abc"u8.ToArray());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Get_ChangedContent_IsRefused()
    {
        var store = new ContentStore(_disk, "raw");
        store.Put("abc"u8);
        _disk.Files[store.PathOf(HashOfAbc)][0] ^= 1;

        Should.Throw<ContentDamagedException>(() => store.Get(HashOfAbc)).Path.ShouldBe(store.PathOf(HashOfAbc));
    }

    [Fact]
    public void Get_Missing_SaysSo() => Should.Throw<FileNotFoundException>(() => new ContentStore(_disk, "raw").Get(HashOfAbc));

    [Theory]
    [InlineData("")]
    [InlineData("../../../../etc/passwd")]
    [InlineData("BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD")]
    public void Get_SomethingThatIsNoHash_IsRefused(string hash) => Should.Throw<ArgumentException>(() => new ContentStore(_disk, "raw").Get(hash));
}

using Divoc.Functions.Domain;

namespace Divoc.Functions.Tests.Domain;

public sealed class RandomIdTests
{
    [Fact]
    public void Ids_are_well_formed_and_unique()
    {
        var ids = Enumerable.Range(0, 10_000).Select(_ => RandomId.New()).ToHashSet();

        Assert.Equal(10_000, ids.Count);
        Assert.All(ids, id => Assert.True(RandomId.IsWellFormed(id)));
    }

    [Fact]
    public void W12_every_character_except_the_first_takes_all_32_values()
    {
        var ids = Enumerable.Range(0, 5_000).Select(_ => RandomId.New()).ToArray();

        // 128 bits fill 25 characters and three bits of the first.
        Assert.Equal(8, ids.Select(id => id[0]).Distinct().Count());
        Assert.All(Enumerable.Range(1, 25), position => Assert.Equal(32, ids.Select(id => id[position]).Distinct().Count()));
    }

    [Fact]
    public void An_id_typed_in_capitals_is_the_same_id()
    {
        Assert.Equal("0123456789abcdefghjkmnpqrs", RandomId.Read("0123456789ABCDEFGHJKMNPQRS"));
        Assert.Equal("0123456789abcdefghjkmnpqrs", CertificateId.Read("0123456789ABcdefghjkmnpqrs"));
        Assert.Equal("123456789", CertificateId.Read("123456789"));
        Assert.Null(RandomId.Read("0123456789ABCDEFGHJKMNPQRO"));
        Assert.Null(RandomId.Read("123456789"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("../../../etc/passwd-and-more")]
    [InlineData("0123456789abcdefghjkmnpqr")]
    [InlineData("0123456789abcdefghjkmnpqrst")]
    [InlineData("0123456789ABCDEFGHJKMNPQRS")]
    [InlineData("0123456789abcdefghijklmnop")]
    public void Other_texts_are_not_well_formed_ids(string? text)
    {
        Assert.False(RandomId.IsWellFormed(text));
    }
}

using System.Text.RegularExpressions;
using Divoc.Functions.Formats.Divoc;

namespace Divoc.Functions.Tests.Formats;

public sealed class SubjectIdTests
{
    private static readonly Regex Rejected = new("^NA$|^.?$");
    private static readonly SubjectId Rule = new("did:india", Rejected);

    [Theory]
    [InlineData("12345", "did:india:12345")]
    [InlineData("NA", "did:india:12346")]
    [InlineData("na", "did:india:12346")]
    [InlineData("_", "did:india:12346")]
    [InlineData("i", "did:india:12346")]
    [InlineData("6", "did:india:12346")]
    [InlineData("", "did:india:12346")]
    [InlineData("ANAMIKA", "did:india:ANAMIKA")]
    [InlineData("aadhar.co.in/id/12346", "did:india:aadhar.co.in/id/12346")]
    [InlineData("https://aadhar.co.in/id/12346", "https://aadhar.co.in/id/12346")]
    [InlineData("did:in.gov.uidai.aadhaar:2342343334", "did:in.gov.uidai.aadhaar:2342343334")]
    [InlineData("x:y", "x:y")]
    public void The_subject_id_follows_DIVOCs_rule(string identity, string expected)
    {
        Assert.Equal(expected, Rule.Of(identity, "12346"));
    }

    [Theory]
    [InlineData("AB 123", "did:india:AB%20123")]
    [InlineData("did:x:a b", "did:x:a%20b")]
    [InlineData(" did:x:a ", "did:x:a")]
    [InlineData("a<b>\"c\\d", "did:india:a%3Cb%3E%22c%5Cd")]
    [InlineData("x:a#b#c", "x:a#b%23c")]
    [InlineData("x:50%", "x:50%25")]
    [InlineData("x:50%41", "x:50%41")]
    [InlineData("Zoë 李", "did:india:Zoë%20李")]
    [InlineData("12:34", "did:india:12:34")]
    [InlineData("http://", "did:india:http://")]
    [InlineData("_:b0", "did:india:_:b0")]
    public void Any_identity_becomes_an_absolute_IRI(string identity, string expected)
    {
        Assert.Equal(expected, Rule.Of(identity, "12346"));
    }

    [Fact]
    public void The_code_that_replaces_a_missing_identity_is_escaped()
    {
        Assert.Equal("did:india:A%20%22B", Rule.Of("", "A \"B"));
    }

    [Theory]
    [InlineData("did:example:passport:N1234567", "did:india:XXXX4567")]
    [InlineData("did:Passport:N1234567", "did:india:Passport:XXXX4567")]
    [InlineData("did:in.gov.uidai.aadhaar:2342343334", "did:india:aadhaar:XXXX3334")]
    [InlineData("845610334V", "did:india:XXXX334V")]
    [InlineData("https://id.example.org/people/845610334V/", "did:india:XXXX334V")]
    [InlineData("https://id.example.org/845610334V?part=x", "did:india:XXXX")]
    [InlineData("AB%20C%2012", "did:india:XXXX12")]
    [InlineData("12", "did:india:XXXX2")]
    [InlineData("x:y", "did:india:XXXX")]
    [InlineData("NA", "did:india:CODE-1")]
    public void A_masked_identity_shows_only_its_end_and_stays_an_absolute_IRI(string identity, string expected)
    {
        var id = new SubjectId("did:india", Rejected, SubjectIdForm.Masked).Of(identity, "CODE-1");

        Assert.Equal(expected, id);
        Assert.True(SubjectId.IsAbsoluteUrl(id));
    }

    [Fact]
    public void A_hashed_identity_depends_only_on_the_identity_and_the_secret()
    {
        var one = new SubjectId("did:india", Rejected, SubjectIdForm.Hashed, "secret one").Of("12345", "CODE-1");

        Assert.Matches("^did:india:sha256:[A-Za-z0-9_-]{43}$", one);
        Assert.Equal(one, new SubjectId("did:india", Rejected, SubjectIdForm.Hashed, "secret one").Of("12345", "CODE-2"));
        Assert.NotEqual(one, new SubjectId("did:india", Rejected, SubjectIdForm.Hashed, "secret two").Of("12345", "CODE-1"));
        Assert.NotEqual(one, new SubjectId("did:india", Rejected, SubjectIdForm.Hashed, "secret one").Of("12346", "CODE-1"));
        Assert.Equal("did:india:CODE-1", new SubjectId("did:india", Rejected, SubjectIdForm.Hashed, "secret one").Of("NA", "CODE-1"));
    }
}

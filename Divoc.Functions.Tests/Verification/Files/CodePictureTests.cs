using System.Collections.Concurrent;

namespace Divoc.Functions.Tests.Verification.Files;

/// <summary>What of sixty-five pictures of codes is read: five certificates in thirteen forms.</summary>
[Trait("Kind", "Slow")]
public sealed class CodePictureTests(FileBench bench, ITestOutputHelper output) : IClassFixture<FileBench>
{
    private const int LeastRead = 55;

    /// <summary>The form that nobody reads; it is here so that a wrong reading would show.</summary>
    private const string Hopeless = "1080p, 30 degrees, blur 1.8, noise";

    [Fact]
    public async Task Of_sixty_five_pictures_nearly_all_are_read_and_none_is_read_wrongly()
    {
        var pictures = from credential in CodePictures.Credentials
                       from form in CodePictures.Forms
                       select (Credential: credential, Form: form);
        var read = new ConcurrentDictionary<string, int>();
        await Parallel.ForEachAsync(pictures, TestContext.Current.CancellationToken, async (picture, _) =>
        {
            var isRight = await IsRightAsync(picture.Credential, CodePictures.Make(picture.Credential, picture.Form));
            read.AddOrUpdate(picture.Form, isRight ? 1 : 0, (_, before) => before + (isRight ? 1 : 0));
        });

        foreach (var form in CodePictures.Forms)
        {
            output.WriteLine($"{form}: {read[form]} of {CodePictures.Credentials.Count}");
        }

        Assert.True(read.Values.Sum() >= LeastRead, $"Only {read.Values.Sum()} were read.");
        Assert.All(CodePictures.Forms.Where(form => form != Hopeless), form => Assert.Equal(CodePictures.Credentials.Count, read[form]));
    }

    /// <summary>Whether a picture is read. What is read must be the credential, byte for byte.</summary>
    private async Task<bool> IsRightAsync(byte[] credential, byte[] picture)
    {
        try
        {
            Assert.Equal(credential, await bench.CredentialInAsync(picture));
            return true;
        }
        catch (Divoc.Functions.Formats.PayloadException refused)
            when (refused.Code == Divoc.Functions.Verification.Files.PresentedFiles.NoCertificate)
        {
            return false;
        }
    }
}

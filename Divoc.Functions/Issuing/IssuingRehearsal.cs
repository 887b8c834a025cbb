using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Divoc.Functions.Domain;
using Divoc.Functions.Formats;
using Divoc.Functions.Keys;
using Divoc.Functions.Rendering.Pdf;
using Divoc.Functions.Types;

namespace Divoc.Functions.Issuing;

/// <summary>
/// Makes a certificate of each shape in memory, for an invented person, and discards it: so everything that is loaded at first use (native
/// libraries of the PDF writer, fonts, templates, contexts, tables) is loaded then. Uses neither store nor queue nor key.
/// </summary>
public sealed class IssuingRehearsal(IServiceProvider services)
{
    /// <summary>Makes them.</summary>
    /// <exception cref="IssuingImpossibleException">One can't be made.</exception>
    [SuppressMessage(
        "Design",
        "CA1031:Do not catch general exception types",
        Justification = "Whatever the reason is, no event may be accepted. It is told.")]
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            ShippedFonts.Require();
            foreach (var type in services.GetRequiredService<CertificateTypes>().Current.All)
            {
                foreach (var shape in type.Shapes)
                {
                    await MakeAsync(type, shape, cancellationToken);
                }
            }
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            throw new IssuingImpossibleException(fault);
        }
    }

    private async Task MakeAsync(ICertificateType type, RequestShape shape, CancellationToken cancellationToken)
    {
        var format = services.GetRequiredService<CredentialFormats>().Issuing(type.Name, type.Version, shape.Name)
            ?? throw new InvalidOperationException(
                $"No format can write the type {type.Name} in its version {type.Version} and shape {shape.Name}.");
        var accepted = new AcceptedEvent(type.Name, type.Version, shape.Name, type.SampleOf(shape));
        var source = new CredentialSource(CertificateId.New(), TypeCheck.SampleTime, TypeCheck.SampleTime, accepted);
        var written = await format.WriteAsync(source, new NoKey(), SigningLane.Interactive, cancellationToken);
        services.GetRequiredService<PageMaker>().Make(new PageSource(source.CertificateId, type, format, accepted, [], written.Bytes));
    }

    /// <summary>Signs nothing: the bytes have the length of a signature but fit no key, so that the credential is invalid.</summary>
    private sealed class NoKey : ISigningKeys
    {
        private const int RsaLength = 256;
        private const int P256Length = 64;

        public Task<IReadOnlyList<PublishedKey>> GetPublishedKeysAsync(CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<PublishedKey>>([]);

        public Task<T> SignAsync<T>(
            SigningUse use, SigningLane lane, Func<ChosenKey, CancellationToken, Task<T>> sign, CancellationToken cancellationToken)
        {
            return sign(use.Algorithm == SignatureAlgorithm.PS256 ? NoRsa(use) : NoP256(use), cancellationToken);
        }

        /// <summary>Invented, because making a real key takes longer than the whole rehearsal.</summary>
        private static ChosenKey NoRsa(SigningUse use)
        {
            var modulus = new byte[RsaLength];
            Array.Fill(modulus, byte.MaxValue);
            using var rsa = RSA.Create(new RSAParameters { Modulus = modulus, Exponent = [1, 0, 1] });
            return new ChosenKey(
                use, TrialCertificate.AddIfNeeded(use, PublishedKey.Of(rsa)), (_, _) => Task.FromResult(new byte[RsaLength]));
        }

        private static ChosenKey NoP256(SigningUse use)
        {
            using var curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            return new ChosenKey(
                use, TrialCertificate.AddIfNeeded(use, PublishedKey.Of(curve)), (_, _) => Task.FromResult(new byte[P256Length]));
        }
    }
}

/// <summary>This installation can't make certificates. The message says why in one line.</summary>
public sealed class IssuingImpossibleException(Exception innerException) : Exception(Describe(innerException), innerException)
{
    /// <summary>The innermost cause is the most useful: the outer ones come from loading types and creating services.</summary>
    private static string Describe(Exception fault)
    {
        var cause = fault.GetBaseException();
        return $"The program can't make certificates on this machine, so it accepts no events ({cause.GetType().Name}: "
            + $"{cause.Message.TrimEnd('.')}): "
            + "install it again with all its files, including the native ones for this kind of machine.";
    }
}

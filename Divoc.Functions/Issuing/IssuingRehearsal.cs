using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Divoc.Functions.Domain;
using Divoc.Functions.Keys;
using Divoc.Functions.Ledger;
using Divoc.Functions.Rendering;
using Divoc.Functions.Rendering.Pdf;
using Divoc.Functions.Types;

namespace Divoc.Functions.Issuing;

/// <summary>
/// Makes a certificate of each shape in memory, of an invented person, and forgets it: whatever is loaded when it is first needed (native libraries of the PDF
/// writer, fonts, templates, contexts, tables) is loaded then. Asks neither store nor queue nor key.
/// </summary>
public sealed class IssuingRehearsal(IServiceProvider services)
{
    /// <summary>Makes them.</summary>
    /// <exception cref="IssuingImpossibleException">One can't be made.</exception>
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Whatever the reason is, no event may be accepted. It is told.")]
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            FontLibrary.RequireShipped();
            foreach (var shape in Enum.GetValues<CertificateShape>())
            {
                await MakeAsync(CertificationOf(shape), cancellationToken);
            }
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            throw new IssuingImpossibleException(fault);
        }
    }

    private async Task MakeAsync(CertificationEvent certification, CancellationToken cancellationToken)
    {
        var unsigned = services.GetRequiredService<CredentialBuilder>().Build(certification, certification.AcceptedAt);
        var signer = ActivatorUtilities.CreateInstance<CredentialSigner>(services, new NoKey());
        var signed = await signer.SignAsync(unsigned, certification.AcceptedAt, SigningLane.Interactive, cancellationToken);
        var page = new CertificatePageInput(signed.Bytes, DoseFacts.Before(certification, CertificateLedger.Empty), null);
        services.GetRequiredService<CertificateRenderer>().Render(page);
    }

    private static CertificationEvent CertificationOf(CertificateShape shape)
    {
        var happened = shape == CertificateShape.Test ? Test() : Vaccination();
        return new CertificationEvent
        {
            CertificateId = CertificateId.New(),
            RequestId = RandomId.New(),
            Ledger = LedgerName.Of(happened.PreEnrollmentCode),
            Key = HealthEvents.KeyOf(happened),
            VersionsAtAcceptance = 0,
            AcceptedAt = new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero),
            Event = HealthEvents.Write(happened, shape),
            Earlier = [],
        };
    }

    private static HealthEvent Vaccination() => new()
    {
        PreEnrollmentCode = "REHEARSAL",
        Recipient = Nobody(),
        Vaccination = new Vaccination
        {
            Name = "Rehearsal",
            Manufacturer = "Nobody",
            Date = new DateTimeOffset(2026, 1, 1, 10, 0, 0, TimeSpan.Zero),
            EffectiveStart = new DateOnly(2026, 1, 1),
            EffectiveUntil = new DateOnly(2026, 1, 2),
            Dose = 1,
            TotalDoses = 2,
        },
        Vaccinator = new NamedPerson { Name = "Nobody" },
        Facility = new Facility { Name = "Nowhere", Address = Nowhere() },
    };

    private static HealthEvent Test() => new()
    {
        PreEnrollmentCode = "REHEARSAL",
        Recipient = Nobody(),
        TestDetails = new TestDetails
        {
            TestType = "Rehearsal",
            Disease = "None",
            SampleCollectionTimestamp = new DateTimeOffset(2026, 1, 1, 10, 0, 0, TimeSpan.Zero),
            ResultTimestamp = new DateTimeOffset(2026, 1, 1, 11, 0, 0, TimeSpan.Zero),
            Result = "Negative",
        },
        Facility = new Facility { Name = "Nowhere", Address = Nowhere() },
    };

    private static Recipient Nobody() => new()
    {
        Name = "Nobody",
        Dob = new DateOnly(2000, 1, 1),
        Gender = "Other",
        Nationality = "Utopian",
        Identity = "did:example:nobody",
        Address = Nowhere(),
    };

    private static PostalAddress Nowhere() => new() { AddressLine1 = "Nowhere", District = "Nowhere", State = "Nowhere", Pincode = "0000" };

    /// <summary>Signs nothing: what looks like a signature is as long as one and fits no key, so that the credential is worth nothing.</summary>
    private sealed class NoKey : ISigningKeys
    {
        private const int RsaLength = 256;
        private const int P256Length = 64;

        public Task<IReadOnlyList<PublishedKey>> GetPublishedKeysAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<PublishedKey>>([]);

        public Task<T> SignAsync<T>(
            KeyPurpose purpose, SignatureAlgorithm algorithm, SigningLane lane, Func<ChosenKey, CancellationToken, Task<T>> sign, CancellationToken cancellationToken)
        {
            return sign(algorithm == SignatureAlgorithm.PS256 ? NoRsa() : NoP256(), cancellationToken);
        }

        /// <summary>Made up, since making a real one takes longer than the whole rehearsal.</summary>
        private static ChosenKey NoRsa()
        {
            var modulus = new byte[RsaLength];
            Array.Fill(modulus, byte.MaxValue);
            using var rsa = RSA.Create(new RSAParameters { Modulus = modulus, Exponent = [1, 0, 1] });
            return new ChosenKey(PublishedKey.Of(rsa), (_, _) => Task.FromResult(new byte[RsaLength]));
        }

        private static ChosenKey NoP256()
        {
            using var curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            return new ChosenKey(PublishedKey.Of(curve), (_, _) => Task.FromResult(new byte[P256Length]));
        }
    }
}

/// <summary>This installation can make no certificate. The message says why on one line.</summary>
public sealed class IssuingImpossibleException(Exception innerException) : Exception(Describe(innerException), innerException)
{
    /// <summary>The innermost cause says most: around it stand those that load types and make services.</summary>
    private static string Describe(Exception fault)
    {
        var cause = fault.GetBaseException();
        return $"No certificate can be made here, so no event may be accepted ({cause.GetType().Name}: {cause.Message.TrimEnd('.')}): "
            + "install the program anew with all of its files, the native ones among them, for this kind of machine.";
    }
}

using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Azure.Core.Pipeline;
using Divoc.Functions.Tests.Hosting;

namespace Divoc.Functions.Tests.Keys.Vault;

/// <summary>
/// A certificate for https on this machine, made for one double. Clients trust it by its file (a process) or by its thumbprint (this
/// process).
/// </summary>
internal sealed class VaultCertificate : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly List<IDisposable> handlers = [];

    public VaultCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=vault double", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(
            new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        Value = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        File.WriteAllText(FilePath, Value.ExportCertificatePem());
    }

    public X509Certificate2 Value { get; }

    /// <summary>The certificate as PEM, for SSL_CERT_FILE and NODE_EXTRA_CA_CERTS.</summary>
    public string FilePath => folder.PathOf("vault.pem");

    /// <summary>A transport for this process that trusts this certificate and no other.</summary>
    public HttpPipelineTransport Transport()
    {
        var handler = new SocketsHttpHandler();
        handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, _) =>
            certificate is X509Certificate2 shown && shown.Thumbprint == Value.Thumbprint;
        handlers.Add(handler);
        return new HttpClientTransport(handler);
    }

    public void Dispose()
    {
        handlers.ForEach(handler => handler.Dispose());
        Value.Dispose();
        folder.Dispose();
    }
}

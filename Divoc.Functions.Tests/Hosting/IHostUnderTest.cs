namespace Divoc.Functions.Tests.Hosting;

/// <summary>Whatever serves the program's functions over HTTP.</summary>
internal interface IHostUnderTest : IAsyncDisposable
{
    HttpClient Client { get; }
}

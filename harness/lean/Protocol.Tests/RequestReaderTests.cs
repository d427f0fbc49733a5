using Xunit;

namespace Leantune.Harness.Protocol.Tests;

public class RequestReaderTests
{
    private static BacktestRequest Read(string line) => Assert.IsType<BacktestRequest>(RequestReader.Read(line));

    [Fact(DisplayName = "Read() keeps the digits of parameters as they were sent")]
    public void KeepsDigits()
    {
        var parameters = Read("""{"id":"1","config":{},"parameters":{"a":0.10,"b":100000000000000001,"c":"x","d":true}}""").Parameters;
        Assert.Equal("0.10", parameters["a"]);
        Assert.Equal("100000000000000001", parameters["b"]);
        Assert.Equal("x", parameters["c"]);
        Assert.Equal("true", parameters["d"]);
    }

    [Theory(DisplayName = "Read() takes statistics only for an inline result, otherwise LEAN's whole result")]
    [InlineData("", true)]
    [InlineData(",\"result\":\"inline\"", false)]
    [InlineData(",\"result\":\"inline\",\"detail\":\"full\"", true)]
    [InlineData(",\"detail\":\"metrics\"", false)]
    public void ReadsDetail(string more, bool isFull)
    {
        Assert.Equal(isFull, Read($$"""{"id":"1","config":{}{{more}}}""").IsFull);
    }

    [Fact(DisplayName = "Read() takes the strategy and the config as they are, comments allowed")]
    public void ReadsTheRest()
    {
        var request = Read("""{"id":"1","config":{"data-folder":"/data"/*here*/},"algorithm":{"location":"/a.dll","type_name":"X","language":"CSharp"},"progress":true}""");
        Assert.Equal(new AlgorithmName("/a.dll", "X", "CSharp"), request.Algorithm);
        Assert.Contains("/data", request.ConfigJson);
        Assert.True(request.WantsProgress);
        Assert.False(request.WantsDaily);
    }

    [Fact(DisplayName = "Read() tells cancel and ping from backtests")]
    public void ReadsOthers()
    {
        Assert.Equal("\"7\"", Assert.IsType<CancelRequest>(RequestReader.Read("{\"id\":\"7\",\"cancel\":true}")).Id);
        Assert.IsType<PingRequest>(RequestReader.Read("{\"id\":7,\"ping\":true}"));
    }
}

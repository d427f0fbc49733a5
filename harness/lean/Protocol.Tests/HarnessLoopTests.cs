using System.IO;
using System.IO.Pipelines;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace Leantune.Harness.Protocol.Tests;

public class HarnessLoopTests
{
    private static JsonElement[] Run(params string[] lines) => Run(new FaultyHost(), lines);

    private static JsonElement[] Run(FaultyHost host, string[] lines)
    {
        using var output = new MemoryStream();
        new HarnessLoop(host, new StringReader(string.Join("\n", lines)), new AnswerWriter(output)).Run();
        return Parse(output.ToArray());
    }

    private static JsonElement[] Parse(byte[] output)
    {
        return Encoding.UTF8.GetString(output)
            .Split('\n', System.StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonDocument.Parse(line).RootElement)
            .ToArray();
    }

    private static string Request(string id, string what = "", string more = "") =>
        $$"""{"id":{{id}},"config":{},"result":"inline","parameters":{"do":"{{what}}"}{{more}}}""";

    private static string Text(JsonElement answer, string name) => answer.GetProperty(name).GetString()!;

    [Fact(DisplayName = "Run() answers each request with its own id, in the order of asking")]
    public void AnswersInOrder()
    {
        var answers = Run(Request("\"a\""), Request("7"), Request("\"ü\""));
        Assert.Equal(new[] { "\"a\"", "7", "\"ü\"" }, answers.Select(answer => answer.GetProperty("id").GetRawText()));
        Assert.All(answers, answer => Assert.Equal("complete", Text(answer, "status")));
    }

    [Fact(DisplayName = "Run() writes what was measured, and leaves out what is no JSON number")]
    public void WritesTheOutcome()
    {
        var answer = Run(Request("1", more: ",\"daily\":true,\"unknown\":[1]")).Single();
        Assert.Equal("0.163", Text(answer.GetProperty("statistics"), "Sharpe Ratio"));
        Assert.Equal(0.16288, answer.GetProperty("values").GetProperty("portfolioStatistics.sharpeRatio").GetDouble());
        Assert.False(answer.GetProperty("values").TryGetProperty("tradeStatistics.profitFactor", out _));
        Assert.Equal(94, answer.GetProperty("orders").GetInt32());
        Assert.Equal("equity/usa/daily/nope.zip", answer.GetProperty("missing")[0].GetString());
        Assert.Equal("2010-01-04", answer.GetProperty("daily").GetProperty("dates")[0].GetString());
        Assert.True(answer.GetProperty("ms").GetDouble() >= 0);
        Assert.True(answer.GetProperty("memory_mb").GetDouble() > 0);
    }

    [Theory(DisplayName = "Run() answers a bad line by an error and goes on")]
    [InlineData("not JSON")]
    [InlineData("[1,2]")]
    [InlineData("{\"id\":\"x\"}")]
    [InlineData("{\"config\":{}}")]
    [InlineData("{\"id\":{},\"config\":{}}")]
    [InlineData("{\"id\":\"x\",\"config\":3}")]
    [InlineData("{\"id\":\"x\",\"config_path\":\"/nowhere/at/all.json\"}")]
    [InlineData("{\"id\":\"x\",\"config\":{},\"detail\":\"some\"}")]
    [InlineData("{\"id\":\"x\",\"config\":{},\"parameters\":{\"a\":[]}}")]
    [InlineData("{\"id\":\"x\",\"config\":{},\"milestones\":{\"measure\":\"luck\",\"at\":[],\"below\":[]}}")]
    [InlineData("{\"id\":\"x\",\"config\":{},\"milestones\":{\"measure\":\"return\",\"at\":[2,1],\"below\":[0,0]}}")]
    [InlineData("{\"id\":\"x\",\"config\":{},\"milestones\":{\"measure\":\"return\",\"at\":[1,2],\"below\":[0]}}")]
    [InlineData("\u0000\u0001")]
    public void SurvivesBadLines(string line)
    {
        var answers = Run(line, "", Request("2"));
        Assert.Equal(2, answers.Length);
        Assert.Equal("error", Text(answers[0], "status"));
        Assert.Equal("request", Text(answers[0], "kind"));
        Assert.Contains("wanted", Text(answers[0], "message"));
        Assert.Equal("complete", Text(answers[1], "status"));
    }

    [Fact(DisplayName = "Run() survives a failing backtest and a failing host")]
    public void SurvivesFailures()
    {
        var answers = Run(Request("1", "fail"), Request("2", "throw"), Request("3"));
        Assert.Equal(new[] { "error", "error", "complete" }, answers.Select(answer => Text(answer, "status")));
        Assert.Equal("runtime", Text(answers[0], "kind"));
        Assert.Equal("Runtime Error: división por cero", Text(answers[0], "message"));
        Assert.Equal("at SmaCross.OnData", Text(answers[0], "stack"));
        Assert.Equal("harness", Text(answers[1], "kind"));
        Assert.Equal("the host broke", Text(answers[1], "message"));
    }

    [Fact(DisplayName = "Run() sends progress before the answer where it was asked for")]
    public void SendsProgress()
    {
        Assert.Equal("complete", Text(Run(Request("1")).Single(), "status"));
        var answers = Run(Request("1", more: ",\"progress\":true"));
        Assert.True(answers.Length > 1);
        Assert.Equal("complete", Text(answers[^1], "status"));
        Assert.All(answers[..^1], answer => Assert.Equal("2010-06-30", Text(answer, "at")));
        Assert.Equal(103211.4, answers[0].GetProperty("equity").GetDouble());
    }

    [Theory(DisplayName = "Run() says how a backtest stood at its milestones, and where it was given up")]
    [InlineData("null,null", "complete", new[] { 3.0, -3.0 })]
    [InlineData("2.9,-2.9", "pruned", new[] { 3.0, -3.0 })]
    [InlineData("3.1,-9", "pruned", new[] { 3.0 })]
    [InlineData("3,-3", "complete", new[] { 3.0, -3.0 })]
    public void GivesUpAtMilestones(string below, string status, double[] standings)
    {
        var milestones = $$""","milestones":{"measure":"return","at":[900,1500],"below":[{{below}}]}""";
        var answers = Run(Request("1", "prune", milestones), Request("2"));
        Assert.Equal(status, Text(answers[0], "status"));
        Assert.Equal(standings, answers[0].GetProperty("standings").EnumerateArray().Select(one => one.GetDouble()));
        Assert.True(answers[0].GetProperty("ms").GetDouble() >= 0);
        Assert.Equal("complete", Text(answers[1], "status"));
        Assert.False(answers[1].TryGetProperty("standings", out _));
    }

    [Fact(DisplayName = "Run() refuses an id that is in flight")]
    public async Task RefusesDoubleIds()
    {
        var host = new FaultyHost();
        var answers = await Talk(host, async write =>
        {
            await write(Request("1", "hang"));
            host.Hanging.Wait();
            await write(Request("1"));
            await write("{\"id\":1,\"cancel\":true}");
        });
        Assert.Equal(new[] { "error", "cancelled" }, answers.Select(answer => Text(answer, "status")));
    }

    [Fact(DisplayName = "Run() cancels what runs and what waits, and answers pings meanwhile")]
    public async Task CancelsAndAnswersPings()
    {
        var host = new FaultyHost();
        var answers = await Talk(host, async write =>
        {
            await write(Request("\"runs\"", "hang"));
            await write(Request("\"waits\""));
            await write(Request("\"stays\""));
            host.Hanging.Wait();
            await write("{\"id\":\"p\",\"ping\":true}");
            await write("{\"id\":\"nobody\",\"cancel\":true}");
            await write("{\"id\":\"waits\",\"cancel\":true}");
            await write("{\"id\":\"runs\",\"cancel\":true}");
        });
        Assert.Equal(
            new[] { "p ready", "runs cancelled", "waits cancelled", "stays complete" },
            answers.Select(answer => $"{Text(answer, "id")} {Text(answer, "status")}"));
        Assert.Equal(ProtocolVersion.Text, Text(answers[0], "harness"));
    }

    [Fact(DisplayName = "Run() reads a line of ten megabytes")]
    public void ReadsLongLines()
    {
        var answers = Run(Request("1", new string('x', 10_000_000)), Request("2"));
        Assert.Equal(2, answers.Length);
    }

    private static async Task<JsonElement[]> Talk(FaultyHost host, System.Func<System.Func<string, Task>, Task> script)
    {
        var pipe = new Pipe();
        using var output = new MemoryStream();
        var loop = Task.Run(() => new HarnessLoop(host, new StreamReader(pipe.Reader.AsStream()), new AnswerWriter(output)).Run());
        await script(async line => await pipe.Writer.WriteAsync(Encoding.UTF8.GetBytes(line + "\n")));
        await pipe.Writer.CompleteAsync();
        await loop.WaitAsync(System.TimeSpan.FromSeconds(30));
        return Parse(output.ToArray());
    }
}

"""The way of deals through the stages: conversion, days, the narrowest step, chances."""
